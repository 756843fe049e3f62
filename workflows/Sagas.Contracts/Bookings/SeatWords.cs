using System.Text;

namespace Sagas.Contracts.Bookings;

/// <summary>Seats in words.</summary>
public static class SeatWords
{
    /// <summary>
    /// Temporal takes 400 bytes for a summary, as JSON and encrypted; this leaves room for the rest of the sentence and for
    /// an event id.
    /// </summary>
    private const int BriefBytesMax = 100;

    /// <summary>A letter outside ASCII, as JSON writes it.</summary>
    private const int EscapedBytes = 6;

    /// <summary>All of them: <c>seats A-1, A-2</c>.</summary>
    public static string Of(IReadOnlyList<string> seats) => seats.Count == 1 ? $"seat {seats[0]}" : $"seats {string.Join(", ", seats)}";

    /// <summary>As many as a summary holds: <c>seats A-1, A-2 and 48 more</c>.</summary>
    public static string Brief(IReadOnlyList<string> seats)
    {
        var words = new StringBuilder();
        var bytes = 0;
        for (var i = 0; i < seats.Count; i++)
        {
            bytes += BytesOf(seats[i]);
            if (bytes > BriefBytesMax)
            {
                return i == 0 ? Count(seats.Count) : $"seats {words} and {seats.Count - i} more";
            }
            words.Append(i == 0 ? "" : ", ").Append(seats[i]);
        }
        return Of(seats);
    }

    private static string Count(int seats) => seats == 1 ? "1 seat" : $"{seats} seats";

    private static int BytesOf(string seat) => ", ".Length + seat.Sum(letter => char.IsAscii(letter) ? 1 : EscapedBytes);
}
