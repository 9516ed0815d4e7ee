/** The interfaces that messages go through. */
export const paths = {
  toMany: '/v1.0/robot/oToMessages/batchSend',
  toGroup: '/v1.0/robot/groupMessages/send',
  deliver: '/v1.0/card/instances/createAndDeliver',
  update: '/v1.0/card/instances',
  readStatus: '/v1.0/robot/oToMessages/readStatus',
} as const;
