import { type ApiAnswer, type ApiCall, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { Person } from '../world.ts';
import type { AuthCodes } from './auth-codes.ts';
import { acceptOld, refuseOld } from './errors.ts';
import { staffIdOf } from './members.ts';

/** Reads of the old contact API (digest 8 and 9). None counts against the monthly quota (计费模型说明). */
export function createContacts({ directory }: Deps, codes: AuthCodes) {
  const staffOf = (person: Person | undefined) => {
    const staffId = person && staffIdOf(directory, person);
    return staffId === undefined ? undefined : { staffId, unionId: person?.dingtalk?.unionId };
  };
  const notFound = () => refuseOld(60121, '找不到该用户');

  return {
    /** 通过免登码获取用户信息: POST /topapi/v2/user/getuserinfo (digest 8.1). */
    getUserInfo(call: ApiCall): ApiAnswer {
      const { code } = parameters(call, ['code']);
      const grant = codes.redeem('client', code);
      if (!grant) return refuseOld(40078, '不存在的临时授权码');
      const person = directory.person(grant.personId);
      const staff = staffOf(person);
      if (!staff) return notFound();
      return acceptOld({
        userid: staff.staffId,
        unionid: staff.unionId,
        // The id of an associated organisation; there is none here.
        associated_unionid: '',
        name: person.name,
        device_id: `device-${person.id}`,
        sys: false,
        sys_level: 0,
      });
    },
    /** 根据unionid获取用户userid: POST /topapi/user/getbyunionid (digest 8.2). */
    getByUnionId(call: ApiCall): ApiAnswer {
      const { unionid } = parameters(call, ['unionid']);
      if (typeof unionid !== 'string' || unionid === '') return refuseOld(40035, '缺少参数 unionid');
      const staff = staffOf(directory.byUnionId(unionid));
      return staff ? acceptOld({ contact_type: 0, userid: staff.staffId }) : notFound();
    },
    /** 查询用户详情: POST /topapi/v2/user/get (digest 9); the fields the digest or a person of the world has. */
    getUser(call: ApiCall): ApiAnswer {
      const { userid } = parameters(call, ['userid', 'language']);
      if (typeof userid !== 'string' || userid === '') return refuseOld(40035, '缺少参数 userid');
      const person = directory.byStaffId(userid);
      const staff = staffOf(person);
      if (!person || !staff) return notFound();
      const { name, title } = person;
      return acceptOld({
        userid,
        unionid: staff.unionId,
        name,
        ...(title === undefined ? {} : { title }),
        active: true,
      });
    },
  };
}

/** The old API takes its parameters as JSON and as a form. */
function parameters(call: ApiCall, names: readonly string[]): Record<string, unknown> {
  const given = jsonObject(call.body) ?? Object.fromEntries(new URLSearchParams(call.body));
  call.warnings.push(...strayWarnings(given, Object.fromEntries(names.map((name) => [name, '']))));
  return given;
}
