namespace Temporalio.Client;

/// <summary>Options for encrypted connections.</summary>
public class TlsOptions : ICloneable
{
    /// <summary>Certificates, in PEM form, that the server's must descend from.</summary>
    /// <value>Null: those of the machine.</value>
    public byte[]? ServerRootCACert { get; set; }

    /// <summary>Name that the server's certificate must have; it is also sent as the authority.</summary>
    /// <value>Null: the host of the target.</value>
    public string? Domain { get; set; }

    /// <summary>Certificate of the client with its chain, in PEM form; needs the key too.</summary>
    /// <value>Null: none.</value>
    public byte[]? ClientCert { get; set; }

    /// <summary>Private key of the client's certificate, in PEM form.</summary>
    /// <value>Null: none.</value>
    public byte[]? ClientPrivateKey { get; set; }

    /// <summary>Whether encryption is off, even if there is an API key.</summary>
    /// <value>False.</value>
    public bool Disabled { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
