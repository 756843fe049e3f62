using Sagas.Contracts;

namespace Sagas.Api.Events;

public sealed record EventsResponse(IReadOnlyList<EventResponse> Events);

public sealed record EventResponse(
    string Id, string Name, string Venue, DateTimeOffset StartsAt, string Currency, bool OnSale, int Version);

/// <summary>One event with its priced sections.</summary>
public sealed record EventDetailResponse(
    string Id,
    string Name,
    string Venue,
    DateTimeOffset StartsAt,
    string Currency,
    bool OnSale,
    int Version,
    IReadOnlyList<SectionResponse> Sections);

public sealed record SectionResponse(string Section, Money Price, long Seats, long Free);

public sealed record SeatsResponse(IReadOnlyList<SeatResponse> Seats);

/// <param name="Status">free, held or sold.</param>
public sealed record SeatResponse(string Id, string Section, int Number, string Status, Money Price);
