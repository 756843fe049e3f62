using Sagas.Contracts;
using Sagas.Workers.Configuration;

namespace Sagas.Workers.Tests;

public sealed class WorkerSettingsReaderTests
{
    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["DATABASE_URL"] = "postgres://sagas@127.0.0.1:5432/sagas",
        ["STRIPE_API_KEY"] = "sk_test_x",
        ["SENDGRID_API_KEY"] = "SG.x",
    };

    [Fact]
    public void Read_SoundEnvironment_DefaultsForTheRest()
    {
        var settings = WorkerSettingsReader.Read([], Sound);
        settings.Role.ShouldBe("all");
        settings.Temporal.Address.ShouldBe("127.0.0.1:7233");
        settings.Temporal.Tls.ShouldBeNull();
        settings.Stripe.BaseAddress.ShouldBe(new Uri("https://api.stripe.com"));
        settings.Port.ShouldBe(WorkerSettings.PortDefault);
        settings.Hold.Hold.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Read_EverythingWrong_AllFaultsAtOnceWithTheirVariables()
    {
        var error = Should.Throw<SettingsException>(() => WorkerSettingsReader.Read(["--role", "cook"], new Dictionary<string, string?>
        {
            ["STRIPE_API_KEY"] = "pk_test_x",
            ["STRIPE_API_BASE"] = "ftp://x",
            ["SAGAS_WORKER_PORT"] = "many",
            ["TEMPORAL_TLS_CERT"] = "/no/such/file",
            ["SAGAS_HOLD_SECONDS"] = "0",
            ["SAGAS_HOLD_GRACE_SECONDS"] = "soon",
            ["SAGAS_PAYMENT_RETURN_URL"] = "/booked",
            ["SAGAS_MAIL_FROM"] = "nobody",
            ["PAYLOAD_ENCRYPTION_KEY"] = "open sesame",
        }));
        foreach (var named in new[]
        {
            "'cook'", "DATABASE_URL", "STRIPE_API_BASE", "SAGAS_WORKER_PORT", "TEMPORAL_TLS_CERT", "SAGAS_HOLD_SECONDS",
            "SAGAS_HOLD_GRACE_SECONDS", "SAGAS_PAYMENT_RETURN_URL", "SAGAS_MAIL_FROM", "PAYLOAD_ENCRYPTION_KEY",
        })
        {
            error.Message.ShouldContain(named);
        }

        error.Message.ShouldNotContain("sesame");
    }

    [Fact]
    public void Read_EncryptionKeys_FirstEncrypts()
    {
        WorkerSettingsReader.Read([], Sound).EncryptionKeys.ShouldBeNull();
        var secret = Convert.ToBase64String(new byte[32]);
        var variables = new Dictionary<string, string?>(Sound) { ["PAYLOAD_ENCRYPTION_KEYS"] = $"new:{secret},old:{secret}" };
        WorkerSettingsReader.Read([], variables).EncryptionKeys!.Ids.ShouldBe(["new", "old"]);
    }

    [Theory]
    [InlineData("bookings")]
    [InlineData("events")]
    public void Read_RoleWithoutProviders_NeedsNoKeys(string role) =>
        WorkerSettingsReader.Read(["--role", role], new Dictionary<string, string?> { ["DATABASE_URL"] = "Host=x" })
            .Role.ShouldBe(role);

    [Fact]
    public void Read_PublishableKey_RefusedWithoutShowingIt()
    {
        var variables = new Dictionary<string, string?>(Sound) { ["STRIPE_API_KEY"] = "pk_live_hidden" };
        var error = Should.Throw<SettingsException>(() => WorkerSettingsReader.Read(["--role=payments"], variables));
        error.Message.ShouldContain("pk_");
        error.Message.ShouldNotContain("hidden");
    }

    [Fact]
    public void Read_ApiKeyForTemporal_MeansTls()
    {
        var variables = new Dictionary<string, string?>(Sound) { ["TEMPORAL_API_KEY"] = "k" };
        WorkerSettingsReader.Read([], variables).Temporal.Tls.ShouldNotBeNull();
    }

    [Fact]
    public void QueuesOf_EveryRole_KnownQueues()
    {
        WorkerRoles.QueuesOf("all").ShouldBe(TaskQueues.All);
        WorkerRoles.QueuesOf("payments").ShouldBe([TaskQueues.Payments]);
    }
}
