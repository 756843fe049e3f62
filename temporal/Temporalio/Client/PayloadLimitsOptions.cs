namespace Temporalio.Client;

/// <summary>Sizes from which payloads are warned about.</summary>
public class PayloadLimitsOptions : ICloneable
{
    /// <summary>Size in bytes from which a memo is warned about; 0 for never.</summary>
    /// <value>2 KiB.</value>
    public int MemoWarnSize { get; set; } = 2 * 1024;

    /// <summary>Size in bytes from which payloads are warned about; 0 for never.</summary>
    /// <value>512 KiB.</value>
    public int PayloadsWarnSize { get; set; } = 512 * 1024;

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
