using Sagas.Local.State;
using Sagas.Storage;

namespace Sagas.Local.Up;

/// <summary>
/// The keys of the demo client and the demo support user. Made once per state directory, because the database keeps only
/// their hashes; readable by the owner alone.
/// </summary>
internal static class DemoKeys
{
    public static UpKeys LoadOrCreate(StateDirectory state)
    {
        if (JsonFile.Read<UpKeys>(state.KeysFile) is { Client.Length: > 0, Support.Length: > 0 } kept)
        {
            return kept;
        }

        var keys = new UpKeys(ApiKeys.Generate(ApiKeyRole.Client), ApiKeys.Generate(ApiKeyRole.Support));
        JsonFile.Write(state.KeysFile, keys);
        return keys;
    }
}
