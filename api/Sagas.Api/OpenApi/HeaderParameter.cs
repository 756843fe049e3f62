namespace Sagas.Api;

/// <summary>A request header that an endpoint reads itself, for the OpenAPI description.</summary>
internal sealed record HeaderParameter(string Name, bool Required, string Description);
