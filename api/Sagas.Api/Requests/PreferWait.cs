using System.Globalization;

namespace Sagas.Api.Requests;

/// <summary>RFC 7240's <c>Prefer: wait=N</c>: how long the client would wait for the final outcome.</summary>
internal static class PreferWait
{
    public const int SecondsMax = 60;

    /// <summary>Zero when nothing, or nothing that can be understood, was asked for; a preference is never an error.</summary>
    public static int Seconds(HttpRequest request)
    {
        foreach (var value in request.Headers["Prefer"])
        {
            foreach (var preference in (value ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
            {
                if (preference.StartsWith("wait", StringComparison.OrdinalIgnoreCase)
                    && preference[4..].TrimStart() is ['=', .. var number]
                    && int.TryParse(number.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                {
                    return Math.Min(seconds, SecondsMax);
                }
            }
        }

        return 0;
    }

    public static void Applied(HttpResponse response, int seconds) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");
}
