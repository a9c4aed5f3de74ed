// What --commands prints in place of values from earlier responses.

const ACCOUNT = 'elasticloadbalancing:REGION:ACCOUNT';
export const LISTENER_ARN = `arn:aws:${ACCOUNT}:listener/app/NAME/ID/LISTENER_ID`;
export const TARGET_GROUP_ARN = `arn:aws:${ACCOUNT}:targetgroup/NAME/ID`;
export const ADDRESS_TARGET_GROUP_ARN = `arn:aws:${ACCOUNT}:targetgroup/NAME_OF_ADDRESSES/ID`;
export const LOAD_BALANCER_ARN = `arn:aws:${ACCOUNT}:loadbalancer/app/NAME/ID`;
const ECS = 'ecs:REGION:ACCOUNT';
export const SERVICE_ARN = `arn:aws:${ECS}:service/CLUSTER/SERVICE`;
export const TASK_ARN = `arn:aws:${ECS}:task/CLUSTER/TASK`;
