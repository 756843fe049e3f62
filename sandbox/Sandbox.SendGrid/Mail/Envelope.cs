namespace Sandbox.SendGrid.Mail;

/// <summary>What is kept at hand of an accepted mail; the whole request stays in the store.</summary>
internal sealed record Envelope(
    string Id,
    long At,
    IReadOnlyList<string> To,
    string From,
    string Subject,
    IReadOnlyDictionary<string, string> CustomArguments,
    string Fate);
