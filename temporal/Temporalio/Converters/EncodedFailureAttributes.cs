using Temporalio.Api.Failure.V1;

namespace Temporalio.Converters;

/// <summary>Moves message and stack trace of a failure into its payload of encoded attributes and back.</summary>
internal static class EncodedFailureAttributes
{
    private const string Placeholder = "Encoded failure";
    private const string MessageKey = "message";
    private const string StackTraceKey = "stack_trace";

    /// <summary>Hides message and stack trace of this failure; its causes are not touched.</summary>
    public static void Hide(Failure failure, IPayloadConverter converter)
    {
        failure.EncodedAttributes = converter.ToPayload(new Dictionary<string, string>
        {
            [MessageKey] = failure.Message,
            [StackTraceKey] = failure.StackTrace,
        });
        failure.Message = Placeholder;
        failure.StackTrace = string.Empty;
    }

    /// <summary>
    /// Gives a failure with readable message and stack trace; the same one when it has no encoded attributes or they
    /// cannot be read. The attributes stay, as the mark that they are to be hidden again.
    /// </summary>
    public static Failure Reveal(Failure failure, IPayloadConverter converter)
    {
        if (failure.EncodedAttributes is not { } attributes || Read(attributes, converter) is not { } values
            || values.GetValueOrDefault(MessageKey) is not { } message)
        {
            return failure;
        }
        var revealed = failure.Clone();
        revealed.Message = message;
        revealed.StackTrace = values.GetValueOrDefault(StackTraceKey) ?? string.Empty;
        return revealed;
    }

    /// <summary>Hides message and stack trace again wherever encoded attributes are, along the causes.</summary>
    public static Failure Conceal(Failure failure)
    {
        if (!NeedsConcealing(failure))
        {
            return failure;
        }
        var concealed = failure.Clone();
        for (var current = concealed; current != null; current = current.Cause)
        {
            if (current.EncodedAttributes != null)
            {
                current.Message = Placeholder;
                current.StackTrace = string.Empty;
            }
        }
        return concealed;
    }

    private static bool NeedsConcealing(Failure? failure)
    {
        for (; failure != null; failure = failure.Cause)
        {
            if (failure.EncodedAttributes != null && failure.Message != Placeholder)
            {
                return true;
            }
        }
        return false;
    }

    private static Dictionary<string, string?>? Read(Api.Common.V1.Payload attributes, IPayloadConverter converter)
    {
        try
        {
            return converter.ToValue<Dictionary<string, string?>>(attributes);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidCastException)
        {
            // Encoded by someone with another key or converter: the placeholder is all there is to show.
            return null;
        }
    }
}
