using Sagas.Encryption;
using Sagas.Encryption.Keys;
using Sagas.Harness;
using Temporalio.Client;

namespace EndToEnd.Encryption;

/// <summary>A running system with two keys: the old one encrypts, and the new one is known already.</summary>
public sealed class EncryptedSystem : IAsyncLifetime
{
    public const string EventId = "encrypted";

    private const string Variable = "PAYLOAD_ENCRYPTION_KEYS";
    private static readonly string _old = $"old:{Convert.ToBase64String("an old secret of thirty-two bytes"u8[..32])}";
    private static readonly string _new = $"new:{Convert.ToBase64String("a new secret of thirty-two bytes"u8[..32])}";

    private RunningSystem? _system;

    /// <summary>A worker's environment after the next step of the rotation: the new key encrypts.</summary>
    public static IReadOnlyDictionary<string, string> Rotated { get; } =
        new Dictionary<string, string> { [Variable] = $"{_new},{_old}" };

    public static IReadOnlyDictionary<string, string> WithoutKey { get; } = new Dictionary<string, string> { [Variable] = "" };

    public RunningSystem System => _system ?? throw new InvalidOperationException("The system is not up.");

    public BookingDesk Desk => new(System);

    public async Task InitializeAsync()
    {
        _system = await RunningSystem.StartAsync(new Dictionary<string, string> { [Variable] = $"{_old},{_new}" });
        await System.SeedEventAsync(EventId);
    }

    public async Task DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    /// <summary>A booking's workflow, to one who has no key.</summary>
    public WorkflowHandle Workflow(string bookingId)
    {
        var client = TemporalClient.CreateLazy(new TemporalClientConnectOptions(System.Urls.Temporal)
        {
            DataConverter = PayloadEncryption.Converter(keys: null),
        });
        return client.GetWorkflowHandle($"booking-{bookingId}");
    }
}
