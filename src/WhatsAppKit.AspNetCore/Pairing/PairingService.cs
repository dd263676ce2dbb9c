using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Pairing;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Pairing;

/// <summary>Pairs an instance with a phone: by QR code, by a typed code, and with the passkey that some accounts demand.</summary>
internal sealed class PairingService(
    IDbContextFactory<GatewayDbContext> contexts, InstanceService instances, IInstanceConnections connections, PairingCodeLimit limit, TimeProvider time)
{
    private const int MaxCredentialIdLength = 1023;
    private const int MaxUserHandleLength = 64;
    private const int MaxNumberLength = 32;

    /// <summary>The code that is shown now.</summary>
    public async Task<QrCode> QrAsync(TenantContext tenant, string id, CancellationToken cancellationToken) =>
        (await StatusAsync(tenant, id, cancellationToken).ConfigureAwait(false)).Qr
            ?? throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.QrNotAvailable, "There is no QR code now: connect the instance first.");

    public async Task<PairingCodeResponse> RequestCodeAsync(
        TenantContext tenant, string id, PairingCodeRequest request, CancellationToken cancellationToken)
    {
        if (request.PhoneNumber is not { Length: >= 1 and <= MaxNumberLength })
        {
            throw GatewayException.Invalid("phoneNumber", "A phone number with its country's code is needed.");
        }

        await limit.CountAsync(tenant, request.PhoneNumber, cancellationToken).ConfigureAwait(false);
        PairingCodeResponse code;
        try
        {
            code = await AskAsync(tenant, id, PairingOperations.RequestCode, request, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw GatewayException.Invalid("phoneNumber", "A phone number with its country's code, of 7 to 15 digits, is needed.");
        }

        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        context.Record(tenant, AuditActions.PairingCodeRequested, id, time);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return code;
    }

    public async Task<PasskeyResponse> PasskeyAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        var status = await StatusAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        return status switch
        {
            { PasskeyConfirmation: { } confirmation } => new PasskeyResponse("confirm", null, null, confirmation.Code, confirmation.IsAutomatic),
            { Passkey: { } passkey } => new PasskeyResponse("answer", JsonElement.Parse(passkey.Json), passkey.ExpiresAt, null, false),
            _ => throw NotAwaited(),
        };
    }

    public async Task AnswerPasskeyAsync(TenantContext tenant, string id, PasskeyAnswerRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        await AskAsync(tenant, id, PairingOperations.AnswerPasskey, request, cancellationToken).ConfigureAwait(false);
    }

    public async Task ConfirmPasskeyAsync(TenantContext tenant, string id, PasskeyConfirmRequest request, CancellationToken cancellationToken)
    {
        if (request.CodesAreEqual is null)
        {
            throw GatewayException.Invalid("codesAreEqual", "True or false is needed.");
        }

        await AskAsync(tenant, id, PairingOperations.ConfirmPasskey, request, cancellationToken).ConfigureAwait(false);
    }

    private static void Check(PasskeyAnswerRequest request)
    {
        WebAuthnBytes.Require(request.RawId, "rawId", MaxCredentialIdLength);
        if (request.Type is not (null or "public-key"))
        {
            throw GatewayException.Invalid("type", "public-key is needed.");
        }

        WebAuthnBytes.Require(request.Response?.ClientDataJSON, "response.clientDataJSON");
        WebAuthnBytes.Require(request.Response?.AuthenticatorData, "response.authenticatorData", minLength: WebAuthnBytes.MinAuthenticatorData);
        WebAuthnBytes.Require(request.Response?.Signature, "response.signature");
        if (request.Response?.UserHandle is { } handle)
        {
            WebAuthnBytes.Require(handle, "response.userHandle", MaxUserHandleLength);
        }
    }

    private async Task<ConnectionStatus> StatusAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await instances.RequireAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        return connections.GetStatus(new InstanceRef(tenant.SubscriptionId, id));
    }

    private async Task<TAnswer> AskAsync<TRequest, TAnswer>(
        TenantContext tenant, string id, InstanceOperation<TRequest, TAnswer> operation, TRequest request, CancellationToken cancellationToken)
    {
        await instances.RequireAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        return await connections.AskAsync(new InstanceRef(tenant.SubscriptionId, id), operation, request, cancellationToken).ConfigureAwait(false);
    }

    private static GatewayException NotAwaited() =>
        new(StatusCodes.Status409Conflict, ProblemCodes.PasskeyNotAwaited, "Nobody asks for a passkey now.");
}
