using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Observation;

namespace WhatsAppKit.Sandbox.Host;

/// <summary>What programs in other languages ask of the sandbox beside what <see cref="SandboxEndpoints"/> has: findings, recordings, faults.</summary>
internal static class ControlApi
{
    public static void Map(IEndpointRouteBuilder endpoints, WhatsAppSandbox sandbox)
    {
        endpoints.MapGet("/control/findings", () => new Findings(sandbox.UnhandledStanzas, sandbox.Violations, sandbox.OwedAnswers()));
        endpoints.MapDelete("/control/findings", () =>
        {
            sandbox.ClearFindings();
            return Results.NoContent();
        });
        endpoints.MapGet("/control/phones/{number}/conversation", (string number) => PhoneRequests.WithPhoneAsync(
            sandbox, number, phone => Task.FromResult(Results.Text(phone.Conversation))));
        endpoints.MapPost("/control/phones/{number}/actions", (string number, PhoneAction body, CancellationToken token) => PhoneRequests.WithPhoneAsync(
            sandbox, number, async phone => Results.Ok(await PhoneActions.DoAsync(phone, body, token).ConfigureAwait(false))));
        MapFaults(endpoints, sandbox);
        MapRecording(endpoints, sandbox);
    }

    private static void MapFaults(IEndpointRouteBuilder endpoints, WhatsAppSandbox sandbox)
    {
        var faults = new FaultActions(sandbox);
        endpoints.MapPost("/control/devices/{device}/faults", (string device, DeviceFault body) => PhoneRequests.GuardAsync(async () =>
        {
            await faults.DoAsync(Jid.Parse(device), body).ConfigureAwait(false);
            return Results.NoContent();
        }));
        endpoints.MapPost("/control/media/faults", (HostFault body) => PhoneRequests.GuardAsync(() =>
        {
            sandbox.Media.Add(body.ToFault());
            return Task.FromResult(Results.NoContent());
        }));
        endpoints.MapPost("/control/phones/{number}/reinstall", (string number) => PhoneRequests.GuardAsync(async () =>
        {
            await sandbox.ReinstallPhoneAsync(number).ConfigureAwait(false);
            return Results.NoContent();
        }));
    }

    private static void MapRecording(IEndpointRouteBuilder endpoints, WhatsAppSandbox sandbox)
    {
        StanzaRecorder? recorder = null;
        endpoints.MapPost("/control/recording", () =>
        {
            recorder = sandbox.Record();
            return Results.NoContent();
        });
        endpoints.MapGet("/control/recording", () => Lines(recorder?.Snapshot()));
        endpoints.MapDelete("/control/recording", () => Lines(recorder?.Stop()));
    }

    private static IResult Lines(Recording? recording) =>
        recording is null
            ? Results.Problem("Nothing is recorded.", statusCode: StatusCodes.Status404NotFound)
            : Results.Stream(
                async body =>
                {
                    var writer = new StreamWriter(body);
                    await using (writer.ConfigureAwait(false))
                    {
                        await recording.WriteAsync(writer).ConfigureAwait(false);
                    }
                },
                "application/jsonl");

    private sealed record Findings(IReadOnlyList<UnhandledStanza> Unhandled, IReadOnlyList<Violation> Violations, IReadOnlyList<string> Owed);
}
