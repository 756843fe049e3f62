namespace Sandbox.Hosting;

/// <summary>Random ids in the providers' alphabet.</summary>
public static class Identifiers
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A prefix and that many random letters and digits.</summary>
    public static string New(string prefix, int length) => prefix + Random.Shared.GetString(Alphabet, length);
}
