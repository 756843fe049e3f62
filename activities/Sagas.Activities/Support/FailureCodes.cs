namespace Sagas.Activities.Support;

/// <summary>Error types of failures that are no refusals: the effect may or may not have happened, and is tried again.</summary>
public static class FailureCodes
{
    /// <summary>The provider is reachable, but took nothing: rate limit, or a twin of this request is running.</summary>
    public const string ProviderBusy = "ProviderBusy";

    /// <summary>No answer, or one that says nothing: time-out, broken connection, 5xx.</summary>
    public const string ProviderUnknown = "ProviderUnknown";

    /// <summary>The provider does not accept our key. Nothing goes on until somebody changes it.</summary>
    public const string ProviderCredentials = "ProviderCredentials";

    /// <summary>The provider says that our request is wrong. A fault of this program: somebody must look.</summary>
    public const string ProviderBug = "ProviderBug";

    /// <summary>The provider's object is in a state that this step cannot end in; it is asked again.</summary>
    public const string ProviderState = "ProviderState";

    /// <summary>The saga gave this attempt up meanwhile; what arrives late must not go on.</summary>
    public const string Superseded = "Superseded";
}
