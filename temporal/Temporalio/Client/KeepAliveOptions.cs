namespace Temporalio.Client;

/// <summary>Options for keeping connections alive.</summary>
public class KeepAliveOptions : ICloneable
{
    /// <summary>Time of silence after which a ping is sent.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time to wait for the answer to a ping before the connection is given up.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
