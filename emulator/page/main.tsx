import { render } from 'preact';
import { ChatPane } from './chat-pane.tsx';
import { PeoplePane } from './people-pane.tsx';
import { dismissError, showTab, start, unreadIn, useView } from './store.ts';
import { TopBar } from './top-bar.tsx';
import type { Tab } from './view.ts';
import { WirePane } from './wire-pane.tsx';

const TABS: Record<Tab, string> = { list: '会话', chat: '聊天', wire: '报文' };

function App() {
  const view = useView();
  const unread = (view.world?.conversations ?? []).reduce((sum, one) => sum + unreadIn(one.id), 0);
  return (
    <div class={`app show-${view.tab}`}>
      <TopBar view={view} />
      <div class="tabs" role="tablist" aria-label="页面">
        {(Object.keys(TABS) as Tab[]).map((tab) => (
          <button
            type="button"
            role="tab"
            aria-selected={view.tab === tab}
            onClick={() => showTab(tab)}
            data-testid={`tab-${tab}`}
          >
            {TABS[tab]}
            {tab === 'list' && unread > 0 ? <span class="unread">{unread}</span> : null}
          </button>
        ))}
      </div>
      {view.error ? (
        <p class="error" role="alert">
          <span>{view.error}</span>
          <button type="button" onClick={dismissError}>
            知道了
          </button>
        </p>
      ) : null}
      <main class="panes">
        <PeoplePane view={view} />
        <ChatPane view={view} />
        <WirePane view={view} />
      </main>
    </div>
  );
}

const root = document.getElementById('app');
if (root) render(<App />, root);
void start();
