// Resources that CloudFormation creates only when the caller acknowledges it. Source: CloudFormation API reference,
// CreateChangeSet, "Capabilities".

/**
 * Types that need CAPABILITY_IAM, each with the property that gives a resource a name of its own: then only
 * CAPABILITY_NAMED_IAM is enough.
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
