namespace Temporal.DevServer.Matching;

/// <summary>Knows which version of a deployment a task is for.</summary>
internal interface IVersionRouter
{
    /// <summary>Grows with every change; what was decided under another number may be wrong by now.</summary>
    int Revision { get; }

    /// <summary>The version as <see cref="VersionWish.Text"/>, or empty for workers without a version.</summary>
    string TargetOf(QueueTask task);

    /// <summary>Whether workers of the version that the key names ever polled the queue.</summary>
    bool Serves(QueueKey queue);
}
