namespace Sagas.Api.Requests;

/// <summary>
/// What an e-mail address must look like to be tried: one mailbox, a dotted domain, nothing that could break out of a
/// header. Whether it exists only the mail system can tell.
/// </summary>
internal static class EmailSyntax
{
    private const int LocalLengthMax = 64;
    private const int LabelLengthMax = 63;

    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(string address)
    {
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1)
        {
            return "must look like name@example.com.";
        }

        var local = address.AsSpan(0, at);
        if (local.Length > LocalLengthMax)
        {
            return $"has more than {LocalLengthMax} characters before the '@'.";
        }

        if (local.IndexOfAny(" \t,;:<>()[]\\\"@") >= 0
            || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return "has characters before the '@' that an address cannot have there.";
        }

        return IsDomain(address[(at + 1)..]) ? null : "has no valid domain after the '@'.";
    }

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(label =>
            label.Length is > 0 and <= LabelLengthMax
            && label[0] != '-' && label[^1] != '-'
            && label.All(letter => char.IsLetterOrDigit(letter) || letter == '-'));
    }
}
