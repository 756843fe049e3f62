using System.Text.Json;

namespace Sandbox.SendGrid.Mail;

/// <summary>Addresses: <c>{"email","name"?}</c>.</summary>
internal static class AddressCheck
{
    private const int AddressCharactersMax = 320;
    private const int LocalPartCharactersMax = 64;

    public static string? ReadFrom(JsonElement json, Faults faults)
    {
        if (faults.Member(json, "", "from", JsonValueKind.Object) is { } from)
        {
            return Read(from, "from", faults);
        }

        if (!json.TryGetProperty("from", out var given) || given.ValueKind == JsonValueKind.Null)
        {
            faults.Add(
                "from.email",
                "The from object must be provided for every email send. It is an object that requires the email parameter, "
                + "but may also contain a name parameter.",
                "message.from");
        }

        return null;
    }

    /// <summary>The address, or null after adding its faults.</summary>
    public static string? Read(JsonElement address, string path, Faults faults)
    {
        if (address.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "An address must be an object with the email parameter.");
            return null;
        }

        faults.RefuseOthers(address, path, "email", "name");
        faults.Text(address, path, "name");
        var email = faults.Text(address, path, "email");
        if (email is not null && IsValid(email))
        {
            return email;
        }

        faults.Add(path + ".email", "Does not contain a valid address.", "message.personalizations.to");
        return null;
    }

    public static bool IsValid(string address)
    {
        if (address.Length is 0 or > AddressCharactersMax)
        {
            return false;
        }

        var at = address.LastIndexOf('@');
        return at is > 0 and <= LocalPartCharactersMax
            && IsDomain(address.AsSpan(at + 1))
            && !address.AsSpan(0, at).ContainsAny(" \t\r\n@<>,;\"()[]\\:")
            && address[0] != '.' && address[at - 1] != '.' && !address.Contains("..", StringComparison.Ordinal);
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.IndexOf('.') <= 0 || domain[^1] is '.' or '-' || domain[0] == '-')
        {
            return false;
        }

        foreach (var character in domain)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('.' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
