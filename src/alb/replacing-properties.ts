// `npm run generate` wrote this from CloudFormation's resource schemas (createOnlyProperties and
// conditionalCreateOnlyProperties), as @aws-cdk/aws-service-spec carries them.

/** `replaces`: a change always replaces the resource; `mayReplace`: it depends on the values. */
export interface ReplacingProperties {
  readonly replaces: readonly string[];
  readonly mayReplace: readonly string[];
}

/** By type of resource. A type that is missing is not known, rather than never replaced. */
export const REPLACING_PROPERTIES: Readonly<Record<string, ReplacingProperties>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    replaces: ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
    mayReplace: [],
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    replaces: ['PolicyName', 'ResourceId', 'ScalableDimension', 'ScalingTargetId', 'ServiceNamespace'],
    mayReplace: [],
  },
  'AWS::Athena::NamedQuery': {
    replaces: ['Database', 'Description', 'Name', 'QueryString', 'WorkGroup'],
    mayReplace: [],
  },
  'AWS::Athena::WorkGroup': { replaces: ['Name'], mayReplace: [] },
  'AWS::CertificateManager::Certificate': {
    replaces: [
      'CertificateAuthorityArn',
      'CertificateExport',
      'DomainName',
      'DomainValidationOptions',
      'KeyAlgorithm',
      'SubjectAlternativeNames',
      'ValidationMethod',
    ],
    mayReplace: [],
  },
  'AWS::CloudWatch::Alarm': { replaces: ['AlarmName'], mayReplace: [] },
  'AWS::CloudWatch::Dashboard': { replaces: ['DashboardName'], mayReplace: [] },
  'AWS::EC2::EIP': {
    replaces: ['Address', 'Domain', 'IpamPoolId', 'NetworkBorderGroup', 'TransferAddress'],
    mayReplace: [],
  },
  'AWS::EC2::EgressOnlyInternetGateway': { replaces: ['VpcId'], mayReplace: [] },
  'AWS::EC2::FlowLog': {
    replaces: [
      'DeliverCrossAccountRole',
      'DeliverLogsPermissionArn',
      'DestinationOptions',
      'LogDestination',
      'LogDestinationType',
      'LogFormat',
      'LogGroupName',
      'MaxAggregationInterval',
      'ResourceId',
      'ResourceType',
      'TagFieldSpecifications',
      'TrafficType',
    ],
    mayReplace: [],
  },
  'AWS::EC2::InternetGateway': { replaces: [], mayReplace: [] },
  'AWS::EC2::NatGateway': {
    replaces: [
      'AllocationId',
      'AvailabilityMode',
      'ConnectivityType',
      'PrivateIpAddress',
      'SubnetId',
      'VpcId',
    ],
    mayReplace: [],
  },
  'AWS::EC2::Route': {
    replaces: ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId', 'RouteTableId'],
    mayReplace: [],
  },
  'AWS::EC2::RouteTable': { replaces: ['VpcId'], mayReplace: [] },
  'AWS::EC2::SecurityGroup': { replaces: ['GroupDescription', 'GroupName', 'VpcId'], mayReplace: [] },
  'AWS::EC2::Subnet': {
    replaces: [
      'AvailabilityZone',
      'AvailabilityZoneId',
      'CidrBlock',
      'Ipv4IpamPoolId',
      'Ipv4NetmaskLength',
      'Ipv6IpamPoolId',
      'Ipv6Native',
      'Ipv6NetmaskLength',
      'OutpostArn',
      'VpcId',
    ],
    mayReplace: ['Ipv6CidrBlock'],
  },
  'AWS::EC2::SubnetRouteTableAssociation': { replaces: ['RouteTableId', 'SubnetId'], mayReplace: [] },
  'AWS::EC2::VPC': {
    replaces: ['CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength', 'VpcEncryptionControl'],
    mayReplace: ['InstanceTenancy'],
  },
  'AWS::EC2::VPCCidrBlock': {
    replaces: [
      'AmazonProvidedIpv6CidrBlock',
      'CidrBlock',
      'Ipv4IpamPoolId',
      'Ipv4NetmaskLength',
      'Ipv6CidrBlock',
      'Ipv6CidrBlockNetworkBorderGroup',
      'Ipv6IpamPoolId',
      'Ipv6NetmaskLength',
      'Ipv6Pool',
      'VpcId',
    ],
    mayReplace: [],
  },
  'AWS::EC2::VPCGatewayAttachment': { replaces: ['VpcId'], mayReplace: [] },
  'AWS::ECS::Cluster': { replaces: ['ClusterName'], mayReplace: [] },
  'AWS::ECS::Service': {
    replaces: ['Cluster', 'DeploymentController', 'LaunchType', 'Role', 'SchedulingStrategy', 'ServiceName'],
    mayReplace: [],
  },
  'AWS::ECS::TaskDefinition': {
    replaces: [
      'ContainerDefinitions',
      'Cpu',
      'EnableFaultInjection',
      'EphemeralStorage',
      'ExecutionRoleArn',
      'Family',
      'InferenceAccelerators',
      'IpcMode',
      'Memory',
      'NetworkMode',
      'PidMode',
      'PlacementConstraints',
      'ProxyConfiguration',
      'RequiresCompatibilities',
      'RuntimePlatform',
      'TaskRoleArn',
      'Volumes',
    ],
    mayReplace: [],
  },
  'AWS::ElasticLoadBalancingV2::Listener': { replaces: ['LoadBalancerArn'], mayReplace: [] },
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': { replaces: ['ListenerArn'], mayReplace: [] },
  'AWS::ElasticLoadBalancingV2::ListenerRule': { replaces: ['ListenerArn'], mayReplace: [] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { replaces: ['Name', 'Scheme', 'Type'], mayReplace: [] },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    replaces: ['IpAddressType', 'Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId'],
    mayReplace: [],
  },
  'AWS::ElasticLoadBalancingV2::TrustStore': { replaces: ['Name'], mayReplace: [] },
  'AWS::ElasticLoadBalancingV2::TrustStoreRevocation': {
    replaces: ['RevocationContents', 'TrustStoreArn'],
    mayReplace: [],
  },
  'AWS::Glue::Database': { replaces: ['CatalogId', 'DatabaseName'], mayReplace: [] },
  'AWS::Glue::Table': { replaces: ['CatalogId', 'DatabaseName', 'Name'], mayReplace: [] },
  'AWS::IAM::Role': { replaces: ['Path', 'RoleName'], mayReplace: [] },
  'AWS::KMS::Key': { replaces: [], mayReplace: [] },
  'AWS::Logs::LogGroup': { replaces: ['LogGroupName'], mayReplace: [] },
  'AWS::Route53::RecordSet': { replaces: ['HostedZoneId', 'HostedZoneName', 'Name'], mayReplace: [] },
  'AWS::S3::Bucket': {
    replaces: ['BucketName', 'BucketNamePrefix', 'BucketNamespace', 'ObjectLockEnabled'],
    mayReplace: [],
  },
  'AWS::S3::BucketPolicy': { replaces: ['Bucket'], mayReplace: [] },
  'AWS::SNS::Subscription': { replaces: ['Endpoint', 'Protocol', 'TopicArn'], mayReplace: [] },
  'AWS::SNS::Topic': { replaces: ['FifoTopic', 'TopicName'], mayReplace: [] },
  'AWS::SNS::TopicPolicy': { replaces: [], mayReplace: [] },
  'AWS::WAFv2::WebACL': { replaces: ['Name', 'Scope'], mayReplace: [] },
  'AWS::WAFv2::WebACLAssociation': { replaces: ['ResourceArn', 'WebACLArn'], mayReplace: [] },
};
