namespace Sandbox.SendGrid.Mail;

/// <summary>One entry of an <c>errors</c> answer.</summary>
internal sealed record MailFault(string Message, string? Field, string? Help = null);
