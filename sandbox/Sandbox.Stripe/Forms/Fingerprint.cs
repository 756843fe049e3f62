using System.Security.Cryptography;
using System.Text;

namespace Sandbox.Stripe.Forms;

/// <summary>What makes two calls "the same parameters": the path and the decoded form, in any order and encoding.</summary>
internal static class Fingerprint
{
    public static string Of(string path, FormNode form)
    {
        var text = new StringBuilder(path, 512);
        Append(text, form);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return Convert.ToBase64String(SHA256.HashData(bytes).AsSpan(0, 16));
    }

    private static void Append(StringBuilder text, FormNode node)
    {
        if (node.Value is { } value)
        {
            text.Append('=').Append(value.Length).Append(':').Append(value);
        }

        if (node.Children is not { } children)
        {
            return;
        }

        text.Append('{');
        foreach (var (name, child) in children.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(name.Length).Append(':').Append(name);
            Append(text, child);
        }

        text.Append('}');
    }
}
