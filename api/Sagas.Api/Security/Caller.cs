namespace Sagas.Api.Security;

public enum CallerRole
{
    /// <summary>Books, and sees its own bookings.</summary>
    Client,

    /// <summary>Sees and repairs what is stuck.</summary>
    Support,
}

/// <summary>Whom an API key stands for.</summary>
public sealed record Caller(string ClientId, CallerRole Role);
