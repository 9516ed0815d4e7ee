/**
 * The part of the vendor's browser script that a login needs (digest 8.1): dd.requestAuthCode, its old form, dd.ready.
 * Answers come through the callbacks and as a promise. A body of plain text keeps the browser from asking for leave first.
 */
export function jsapiScript({ isInClient }: { isInClient: boolean }): string {
  return `(() => {
  const origin = new URL(document.currentScript.src).origin;
  const request = async ({ corpId, clientId }) => {
    const response = await fetch(origin + '/emulator/dingtalk/auth-code', {
      method: 'POST',
      credentials: 'include',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify({ corpId, clientId }),
    });
    const answer = await response.json();
    if (response.ok) return { code: answer.code };
    throw { errorCode: answer.errorCode ?? -1, errorMessage: answer.errorMessage ?? answer.error };
  };
  const requestAuthCode = (options) => {
    const { onSuccess, onFail } = options;
    const asked = request(options);
    asked.then((result) => onSuccess?.(result), (error) => onFail?.(error));
    // Whoever takes the callbacks need not look at the promise.
    if (onFail) asked.catch(() => undefined);
    return asked;
  };
  window.dd = {
    env: { platform: ${isInClient ? "'pc'" : "'notInDingTalk'"} },
    ready: (callback) => setTimeout(callback, 0),
    error: () => undefined,
    requestAuthCode,
    runtime: { permission: { requestAuthCode } },
  };
})();
`;
}
