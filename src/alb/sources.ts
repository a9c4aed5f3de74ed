// URLs of AWS's documentation. Every table and rule in this folder gives its source through one of these.

/** A page of the Application Load Balancer user guide. */
export const userGuide = (page: string): string =>
  `https://docs.aws.amazon.com/elasticloadbalancing/latest/application/${page}.html`;

/** "The load balancer generates an HTTP error", one paragraph per status. */
export const ERRORS_SOURCE = userGuide('load-balancer-troubleshooting');

/** A page of the Elastic Load Balancing user guide, which covers all load balancer types. */
export const elbUserGuide = (page: string): string =>
  `https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/${page}.html`;

/** An operation or type of the Elastic Load Balancing API, version 2015-12-01. */
export const elbApi = (name: string): string =>
  `https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_${name}.html`;

/** A page of the CloudFormation template reference. */
export const cloudFormation = (page: string): string =>
  `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/${page}.html`;

/** An operation or type of the CloudWatch API. */
export const cloudWatchApi = (name: string): string =>
  `https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_${name}.html`;

/** An operation or type of the CloudFormation API. */
export const cloudFormationApi = (name: string): string =>
  `https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_${name}.html`;

/** An operation or type of the ECS API. */
export const ecsApi = (name: string): string =>
  `https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_${name}.html`;

/** A page of the ECS developer guide. */
export const ecsGuide = (page: string): string =>
  `https://docs.aws.amazon.com/AmazonECS/latest/developerguide/${page}.html`;

/** A page of the Application Auto Scaling user guide. */
export const autoScalingGuide = (page: string): string =>
  `https://docs.aws.amazon.com/autoscaling/application/userguide/${page}.html`;
