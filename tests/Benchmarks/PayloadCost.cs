using System.Diagnostics;
using Google.Protobuf;
using Sagas.Encryption;
using Sagas.Encryption.Keys;
using Temporalio.Api.Common.V1;

namespace Benchmarks;

/// <summary>What encrypting and decrypting one payload costs, on one thread.</summary>
internal static class PayloadCost
{
    private const int Times = 200_000;

    public static async Task RunAsync()
    {
        var faults = new List<string>();
        var secret = Convert.ToBase64String(new byte[EncryptionKey.SecretSize]);
        var codec = new EncryptionCodec(KeyVariables.Read(name => name == KeyVariables.One ? secret : null, faults)!);
        foreach (var size in new[] { 64, 512, 4096 })
        {
            var plain = new Payload
            {
                Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") },
                Data = ByteString.CopyFrom(new byte[size]),
            };
            var encrypted = (await codec.EncodeAsync([plain])).First();
            Console.WriteLine($"{size} bytes: encrypt {await CostAsync(() => codec.EncodeAsync([plain]))}, "
                + $"decrypt {await CostAsync(() => codec.DecodeAsync([encrypted]))}");
        }
    }

    private static async Task<string> CostAsync(Func<Task<IReadOnlyCollection<Payload>>> work)
    {
        await RunAsync(work, Times / 10);
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await RunAsync(work, Times);
        var time = (Process.GetCurrentProcess().TotalProcessorTime - before) / Times;
        bytes = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / Times;
        return $"{time.TotalMicroseconds:0.00} µs of CPU, {bytes} bytes";
    }

    private static async Task RunAsync(Func<Task<IReadOnlyCollection<Payload>>> work, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await work();
        }
    }
}
