// Inside DingTalk's client: asks it for a one-use code (钉钉 requestAuthCode) and posts the form with it. The client is
// spoken to the way its own library does (dingtalk-jsapi 3.2.9, lib/bridge), which would be 12 MB of modules and a bundler
// for this one call. Where it stays silent, as on the desktop, the button of the page leads through DingTalk's login page.
(() => {
  const form = document.getElementById('dingtalk-login');
  const failed = document.getElementById('dingtalk-failed');
  if (!form) return;
  const { corpId, clientId } = form.dataset;
  const waitMs = 5000;

  function ready(isReady, event) {
    return new Promise((resolve) => {
      if (isReady()) resolve();
      else document.addEventListener(event, resolve, { once: true });
    });
  }

  async function onIos(args) {
    await ready(() => window.WebViewJavascriptBridge, 'WebViewJavascriptBridgeReady');
    const bridge = window.WebViewJavascriptBridge;
    try {
      bridge.init(() => undefined);
    } catch {
      // Somebody did so before.
    }
    return new Promise((resolve, reject) => {
      bridge.callHandler('runtime.permission.requestAuthCode', args, (answer) =>
        String(answer?.errorCode) === '0' ? resolve(answer.result) : reject(answer),
      );
    });
  }

  async function onAndroid(args) {
    await ready(() => window.nuva && window.nuva.isReady !== false, 'runtimeready');
    const call = window.nuva.require();
    return new Promise((resolve, reject) => {
      call(resolve, reject, 'runtime.permission', 'requestAuthCode', args);
    });
  }

  async function onHarmony(args) {
    await ready(() => window.DingTalkJSBridge, 'DingTalkJSBridgeReady');
    return new Promise((resolve, reject) => {
      window.DingTalkJSBridge.call('runtime.permission.requestAuthCode', args, (answer) =>
        answer?.success ? resolve(answer.body) : reject(answer),
      );
    });
  }

  function ask() {
    // The library itself, where the client has put it there.
    const library = window.dd?.requestAuthCode;
    if (library) {
      return new Promise((onSuccess, onFail) => {
        Promise.resolve(library({ corpId, clientId, onSuccess, onFail })).then(onSuccess, onFail);
      });
    }
    const { userAgent } = navigator;
    if (/OpenHarmony/i.test(userAgent)) return onHarmony({ corpId });
    if (/Android/i.test(userAgent)) return onAndroid({ corpId });
    if (/iPhone|iPad|iPod/i.test(userAgent)) return onIos({ corpId });
    return Promise.reject(new Error('no bridge'));
  }

  const late = new Promise((_resolve, reject) => setTimeout(reject, waitMs));
  Promise.race([ask(), late])
    .then((answer) => {
      if (!answer?.code) throw new Error('no code');
      form.elements.code.value = answer.code;
      form.submit();
    })
    .catch(() => {
      if (failed) failed.hidden = false;
    });
})();
