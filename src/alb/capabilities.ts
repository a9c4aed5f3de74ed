// Resources that CloudFormation creates only if the caller passes a capability. Source: CloudFormation API reference,
// CreateChangeSet, "Capabilities".

/**
 * Types that need CAPABILITY_IAM, each with the property that sets a custom name. A template that sets it needs
 * CAPABILITY_NAMED_IAM instead.
 */
export const IAM_TYPES: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};
