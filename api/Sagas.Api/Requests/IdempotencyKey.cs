using Sagas.Api.Problems;

namespace Sagas.Api.Requests;

/// <summary>The client's own name for one request, by which a repetition is recognised.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int LengthMax = 255;

    public static string Require(HttpRequest request)
    {
        var values = request.Headers[Header];
        if (values.Count != 1 || values[0] is not { Length: > 0 and <= LengthMax } key
            || !key.All(letter => letter is > ' ' and <= '~'))
        {
            throw ProblemException.Of(
                ProblemTypes.KeyMissing,
                $"Send one {Header} header of 1 to {LengthMax} visible ASCII characters, new for every booking and the same "
                + "for every repetition of it.");
        }

        return key;
    }
}
