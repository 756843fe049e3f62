using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>Who may change a deployment, and when, with the texts of a real server.</summary>
internal static class DeploymentRules
{
    /// <summary>Refuses a caller who has not seen the latest change. A caller without a token need not have.</summary>
    public static void RequireToken(StoredDeployment deployment, ByteString token)
    {
        if (!token.IsEmpty && token != DeploymentShape.TokenOf(deployment))
        {
            throw RpcErrors.FailedPrecondition("conflict token mismatch");
        }
    }

    /// <summary>A deployment with a manager is changed by nobody else.</summary>
    public static void RequireManager(StoredDeployment deployment, string identity)
    {
        var manager = deployment.ManagerIdentity;
        if (manager.Length > 0 && manager != identity)
        {
            throw RpcErrors.FailedPrecondition(
                $"ManagerIdentity '{manager}' is set and does not match user identity '{identity}'; to proceed, set your own "
                + "identity as the ManagerIdentity, remove the ManagerIdentity, or wait for the other client to do so");
        }
    }

    /// <summary>Refuses a version that is not there.</summary>
    public static void RequireBuild(StoredDeployment deployment, string buildId)
    {
        if (buildId.Length > 0 && DeploymentShape.Find(deployment, buildId) is null)
        {
            throw RpcErrors.NotFound($"build ID '{buildId}' not found in Worker Deployment '{deployment.Name}'");
        }
    }
}
