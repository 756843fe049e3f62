using System.Collections.Concurrent;
using System.Text;

namespace Sagas.Api.Bookings;

/// <summary>Codes as clients see them: <c>seats_taken</c> for <c>SeatsTaken</c>.</summary>
internal static class Reasons
{
    private const int WordsMax = 1000;

    private static readonly ConcurrentDictionary<string, string> Words = new();

    public static string Word(string code)
    {
        if (Words.TryGetValue(code, out var known))
        {
            return known;
        }

        var word = ToSnakeCase(code);
        // Codes come from a closed set; the bound is for the day when one does not.
        if (Words.Count < WordsMax)
        {
            Words[code] = word;
        }

        return word;
    }

    private static string ToSnakeCase(string code)
    {
        var word = new StringBuilder(code.Length + 4);
        foreach (var letter in code)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0 && word[^1] != '_')
            {
                word.Append('_');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
