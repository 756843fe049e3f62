using System.Globalization;
using Sagas.Encryption.Keys;

namespace Sagas.Workers.Configuration;

/// <summary>Reads variables with their rules checked, and collects what is wrong.</summary>
internal sealed class SettingsSource(IReadOnlyDictionary<string, string?> variables)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public string? Optional(string name) =>
        variables.GetValueOrDefault(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public string Required(string name, string cure)
    {
        var value = Optional(name);
        if (value is null)
        {
            _faults.Add($"{name} is not set: {cure}");
        }

        return value ?? "";
    }

    public int Number(string name, int standard, int least, int most)
    {
        if (Optional(name) is not { } text)
        {
            return standard;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        _faults.Add($"{name} is '{text}': it must be a whole number from {least} to {most}.");
        return standard;
    }

    public TimeSpan Seconds(string name, TimeSpan standard, int most) =>
        TimeSpan.FromSeconds(Number(name, (int)standard.TotalSeconds, 1, most));

    public Uri Address(string name, Uri standard)
    {
        if (Optional(name) is not { } text)
        {
            return standard;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        _faults.Add($"{name} is '{text}': it must be an http or https address such as http://127.0.0.1:12111.");
        return standard;
    }

    public bool Flag(string name)
    {
        switch (Optional(name)?.ToLowerInvariant())
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                _faults.Add($"{name} must be true or false.");
                return false;
        }
    }

    public string? File(string name)
    {
        var path = Optional(name);
        if (path is not null && !System.IO.File.Exists(path))
        {
            _faults.Add($"{name} names '{path}', which does not exist.");
        }

        return path;
    }

    public KeyRing? EncryptionKeys() => KeyVariables.Read(Optional, _faults);

    public void Fault(string fault) => _faults.Add(fault);
}
