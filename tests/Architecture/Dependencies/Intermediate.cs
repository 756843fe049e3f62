using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Architecture.Dependencies;

/// <summary>Finds the metadata tokens in IL.</summary>
internal static class Intermediate
{
    private static readonly Dictionary<short, OpCode> _codes = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    public static IEnumerable<EntityHandle> Tokens(BlobReader il)
    {
        var found = new List<EntityHandle>();
        while (il.RemainingBytes > 0)
        {
            short value = il.ReadByte();
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | il.ReadByte()));
            }

            Read(ref il, _codes[value], found);
        }

        return found;
    }

    private static void Read(ref BlobReader il, OpCode code, List<EntityHandle> found)
    {
        switch (code.OperandType)
        {
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                found.Add(MetadataTokens.EntityHandle(il.ReadInt32()));
                break;
            case OperandType.InlineSwitch:
                var branches = il.ReadInt32();
                il.Offset += branches * sizeof(int);
                break;
            case OperandType.InlineI8 or OperandType.InlineR:
                il.Offset += sizeof(long);
                break;
            case OperandType.InlineNone:
                break;
            case OperandType.InlineVar:
                il.Offset += sizeof(short);
                break;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                il.Offset += 1;
                break;
            default:
                il.Offset += sizeof(int);
                break;
        }
    }
}
