namespace Sandbox.Stripe.Model;

/// <summary>The <c>error</c> object of an answer. <see cref="Status"/> is the HTTP status it travels with.</summary>
internal sealed record StripeError(
    int Status,
    string Type,
    string Message,
    string? Code = null,
    string? Param = null,
    string? DeclineCode = null,
    string? Charge = null,
    string? AdviceCode = null)
{
    public const string InvalidRequest = "invalid_request_error";

    public static StripeError Invalid(string message, string? param = null, string? code = null, int status = 400) =>
        new(status, InvalidRequest, message, code, Shorten(param));

    public static StripeError Unknown(string param) =>
        Invalid($"Received unknown parameter: {Shorten(param)}", param, "parameter_unknown");

    public static StripeError Missing(string param) =>
        Invalid($"Missing required param: {param}.", param, "parameter_missing");

    public static StripeError Empty(string param) => Invalid(
        $"You passed an empty string for '{Shorten(param)}'. We assume empty values are an attempt to unset a parameter; "
        + $"however '{Shorten(param)}' cannot be unset.",
        param,
        "parameter_invalid_empty");

    public static StripeError NotFound(string kind, string id, string param) =>
        Invalid($"No such {kind}: '{Shorten(id)}'", param, "resource_missing", 404);

    public static StripeError Unauthorized(string message, string? code = null) =>
        new(401, InvalidRequest, message, code);

    public static StripeError ServerFault(int status) =>
        new(status, "api_error", "An unknown error occurred. (Made by the sandbox on request.)");

    private static string? Shorten(string? text) => text is { Length: > 200 } ? text[..200] + "…" : text;
}
