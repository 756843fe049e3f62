using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>
/// Seed of a run's random generator: SipHash-1-3 with zero keys over the run id and a terminating 0xFF byte, as the
/// official SDK computes it, so that its histories replay here.
/// </summary>
internal static class RandomSeed
{
    public static ulong Of(string runId)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(runId.Length) + 1];
        var length = Encoding.UTF8.GetBytes(runId, text);
        text[length] = 0xFF;
        return Hash(text[..(length + 1)]);
    }

    private static ulong Hash(ReadOnlySpan<byte> data)
    {
        var state = new SipState
        {
            V0 = 0x736f6d6570736575,
            V1 = 0x646f72616e646f6d,
            V2 = 0x6c7967656e657261,
            V3 = 0x7465646279746573,
        };
        var rest = data;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }
        var last = (ulong)(byte)data.Length << 56;
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }
        state.Absorb(last);
        return state.Finish();
    }

    private struct SipState
    {
        private const int FinishRounds = 3;

        public ulong V0;
        public ulong V1;
        public ulong V2;
        public ulong V3;

        public void Absorb(ulong word)
        {
            V3 ^= word;
            Round();
            V0 ^= word;
        }

        public ulong Finish()
        {
            V2 ^= 0xFF;
            for (var i = 0; i < FinishRounds; i++)
            {
                Round();
            }
            return V0 ^ V1 ^ V2 ^ V3;
        }

        private void Round()
        {
            V0 += V1;
            V1 = BitOperations.RotateLeft(V1, 13) ^ V0;
            V0 = BitOperations.RotateLeft(V0, 32);
            V2 += V3;
            V3 = BitOperations.RotateLeft(V3, 16) ^ V2;
            V0 += V3;
            V3 = BitOperations.RotateLeft(V3, 21) ^ V0;
            V2 += V1;
            V1 = BitOperations.RotateLeft(V1, 17) ^ V2;
            V2 = BitOperations.RotateLeft(V2, 32);
        }
    }
}
