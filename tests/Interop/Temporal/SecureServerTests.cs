using Interop.Node;
using Sagas.TestSupport;
using Temporal.DevServer;

namespace Interop.Temporal;

public sealed class SecureServerTests
{
    [NodeFact]
    public async Task OfficialClient_WithTlsCertificateAndKey_IsLetIn()
    {
        using var certificates = new TestCertificates();
        var options = new DevServerOptions
        {
            TlsCertificateFile = certificates.ServerFile,
            TlsKeyFile = certificates.ServerKeyFile,
            TlsClientCaFile = certificates.AuthorityFile,
            ApiKeys = ["a-key"],
        };
        await using var server = await DevServerHost.StartAsync(options, CancellationToken.None);

        await NodeTool.RunAsync(
            "secure.mjs",
            TimeSpan.FromMinutes(1),
            ("TEMPORAL_ADDRESS", server.Address),
            ("CA_FILE", certificates.AuthorityFile),
            ("CERT_FILE", certificates.ClientFile),
            ("KEY_FILE", certificates.ClientKeyFile),
            ("API_KEY", "a-key"));
    }
}
