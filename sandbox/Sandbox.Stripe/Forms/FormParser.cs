using System.Text;

namespace Sandbox.Stripe.Forms;

/// <summary>
/// Decodes <c>application/x-www-form-urlencoded</c> as Stripe does: <c>a[b]=1</c>, <c>a[0]=1</c>, <c>a[]=1</c>, brackets
/// escaped or not, a space as <c>+</c> or <c>%20</c>.
/// </summary>
internal static class FormParser
{
    public const int FieldsMax = 1000;
    public const int DepthMax = 8;

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes the form; false with a sentence when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> form, out FormNode root, out string fault)
    {
        root = new FormNode();
        fault = "";
        var fields = 0;
        foreach (var range in form.Split((byte)'&'))
        {
            var field = form[range];
            if (field.IsEmpty)
            {
                continue;
            }

            if (++fields > FieldsMax)
            {
                fault = $"Too many parameters: at most {FieldsMax} are taken.";
                return false;
            }

            if (!TryAdd(root, field, out fault))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAdd(FormNode root, ReadOnlySpan<byte> field, out string fault)
    {
        var equals = field.IndexOf((byte)'=');
        var encodedName = equals < 0 ? field : field[..equals];
        var encodedValue = equals < 0 ? default : field[(equals + 1)..];
        if (!TryDecode(encodedName, out var name) || !TryDecode(encodedValue, out var value))
        {
            fault = "Invalid form encoding: a % must be followed by two hexadecimal digits, and the text must be UTF-8.";
            return false;
        }

        if (!TryEnter(root, name, out var node))
        {
            fault = $"Invalid parameter name: {Shorten(name)}";
            return false;
        }

        node.Value = value;
        fault = "";
        return true;
    }

    private static bool TryEnter(FormNode root, string name, out FormNode node)
    {
        node = root;
        var open = name.IndexOf('[', StringComparison.Ordinal);
        var first = open < 0 ? name : name[..open];
        if (first.Length == 0 || first.Contains(']', StringComparison.Ordinal))
        {
            return false;
        }

        node = root.Enter(first);
        for (var depth = 1; open >= 0 && open < name.Length; depth++)
        {
            var close = name.IndexOf(']', open);
            if (depth > DepthMax || name[open] != '[' || close < 0)
            {
                return false;
            }

            node = node.Enter(name[(open + 1)..close]);
            open = close + 1;
        }

        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> encoded, out string text)
    {
        text = "";
        if (!encoded.ContainsAny((byte)'%', (byte)'+'))
        {
            return TryRead(encoded, out text);
        }

        var decoded = encoded.Length <= 512 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                decoded[length++] = encoded[i] == '+' ? (byte)' ' : encoded[i];
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1])
                || !char.IsAsciiHexDigit((char)encoded[i + 2]))
            {
                return false;
            }

            decoded[length++] = (byte)((Digit(encoded[i + 1]) << 4) | Digit(encoded[i + 2]));
            i += 2;
        }

        return TryRead(decoded[..length], out text);
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;

    private static bool TryRead(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = _strict.GetString(bytes);
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static string Shorten(string name) => name.Length <= 80 ? name : name[..80] + "…";
}
