namespace Pace.Configuration;

/// <summary>Where a setting's value came from; a higher one beats a lower one.</summary>
public enum SettingSource
{
    /// <summary>Nobody configured it.</summary>
    Default = 0,

    /// <summary>The maker of the package preset it. Only an endpoint can be, never consent.</summary>
    Package = 1,

    /// <summary>The file that an administrator gives to all users of the machine.</summary>
    MachineFile = 2,

    /// <summary>The user's own config.yaml.</summary>
    UserFile = 3,

    /// <summary>An environment variable.</summary>
    Environment = 4,

    /// <summary>A parameter of the command.</summary>
    Parameter = 5,
}
