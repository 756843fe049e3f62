namespace Sagas.Api.Requests;

internal static class Text
{
    /// <summary>Without control characters, among them the NUL that PostgreSQL cannot store.</summary>
    public static bool IsClean(string? text) => text is null || !text.Any(char.IsControl);
}
