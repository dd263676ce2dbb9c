using Microsoft.AspNetCore.Http;
using WhatsAppKit.Core;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox;

/// <summary>What requests to a sandbox over HTTP have in common: the phone they name, and what their failures are answered with.</summary>
internal static class PhoneRequests
{
    /// <summary>Acts on a phone; 404 when there is none.</summary>
    public static Task<IResult> WithPhoneAsync(WhatsAppSandbox sandbox, string number, Func<SandboxPhone, Task<IResult>> act) => GuardAsync(async () =>
        await sandbox.FindPhoneAsync(number).ConfigureAwait(false) is { } phone
            ? await act(phone).ConfigureAwait(false)
            : Results.Problem("No such phone.", statusCode: StatusCodes.Status404NotFound));

    /// <summary>400 for what cannot be read, 409 for what cannot be done now.</summary>
    public static async Task<IResult> GuardAsync(Func<Task<IResult>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return Results.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException or WhatsAppException)
        {
            return Results.Problem(error.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }
}
