using System.Text.Json.Serialization;

namespace Temporal.DevServer.Http.Ui;

/// <summary>What the UI asks first: how it is set up. The names on the wire are the UI's.</summary>
internal sealed record UiSettings
{
    /// <summary>Version of the UI. It must be a real one: the UI encodes paths twice for servers older than 2.23.</summary>
    public string Version => "2.38.0";

    public UiAuth Auth { get; } = new();

    public string BannerText => string.Empty;

    /// <summary>Empty: the UI opens the one called "default".</summary>
    public string DefaultNamespace => string.Empty;

    public bool ShowTemporalSystemNamespace => false;

    [JsonPropertyName("FeedbackURL")]
    public string FeedbackUrl => string.Empty;

    public bool NotifyOnNewVersion => false;

    /// <summary>Read by newer UIs only; tests see to it that the one that is served calls no other host.</summary>
    public bool DisableNewsFetch => false;

    public required UiCodec Codec { get; init; }

    public bool DisableWriteActions => false;

    public bool WorkflowTerminateDisabled => false;

    public bool WorkflowCancelDisabled => false;

    public bool WorkflowSignalDisabled => false;

    public bool WorkflowUpdateDisabled => false;

    public bool WorkflowResetDisabled => false;

    public bool WorkflowPauseDisabled => false;

    public bool BatchActionsDisabled => false;

    public bool StartWorkflowDisabled => false;

    public bool HideWorkflowQueryErrors => false;

    public bool RefreshWorkflowCountsDisabled => false;

    public bool ActivityCommandsDisabled => false;
}

/// <summary>Sign-in; off, because the port listens on this machine only.</summary>
internal sealed record UiAuth
{
    public bool Enabled => false;

    public string[]? Options => null;
}

/// <summary>Where the browser has encrypted payloads decoded; an empty endpoint shows them as they are.</summary>
internal sealed record UiCodec(string Endpoint)
{
    public bool PassAccessToken => false;

    public bool IncludeCredentials => false;

    public string DefaultErrorMessage => string.Empty;

    public string DefaultErrorLink => string.Empty;
}

/// <summary>Source-generated JSON of the settings.</summary>
[JsonSerializable(typeof(UiSettings))]
internal sealed partial class UiSettingsJson : JsonSerializerContext;
