namespace Temporalio.Converters;

/// <summary>Options of <see cref="DefaultFailureConverter"/>.</summary>
public class DefaultFailureConverterOptions : ICloneable
{
    /// <summary>
    /// Whether message and stack trace go into a payload, which a codec can encrypt, with a placeholder in their place.
    /// </summary>
    /// <value>False.</value>
    public bool EncodeCommonAttributes { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
