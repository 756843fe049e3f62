namespace Sagas.Storage;

/// <summary>The database cannot be brought to the schema of this build; the message says why and what to do.</summary>
public sealed class MigrationException : Exception
{
    /// <summary>Nothing was kept.</summary>
    public MigrationException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
