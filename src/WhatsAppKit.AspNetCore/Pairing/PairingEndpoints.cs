using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Pairing;

namespace WhatsAppKit.AspNetCore.Pairing;

internal static class PairingEndpoints
{
    private const string Json = "application/json";
    private const string Png = "image/png";
    private const string Svg = "image/svg+xml";

    public static void Map(RouteGroupBuilder gateway)
    {
        var pairing = gateway.MapGroup("").WithTags("Pairing").RequireAuthorization(Policies.People);
        pairing.MapGet(Routes.InstanceQr, QrAsync).RateLimited(RatePolicy.Address).Produces<QrResponse>().Produces(StatusCodes.Status200OK, null, Png, Svg)
            .Fails(StatusCodes.Status409Conflict, ProblemCodes.QrNotAvailable).Fails(StatusCodes.Status406NotAcceptable, ProblemCodes.NotAcceptable)
            .WithName("GetInstanceQr");
        pairing.MapPost(Routes.InstancePairingCode, RequestCodeAsync).RateLimited(RatePolicy.Auth)
            .AsksWhatsApp().Fails(StatusCodes.Status409Conflict, ProblemCodes.PairingCodeNotAvailable, ProblemCodes.UnderWay)
            .Fails(StatusCodes.Status429TooManyRequests, ProblemCodes.PairingCodeLimit).WithName("RequestPairingCode");
        pairing.MapGet(Routes.InstancePasskey, PasskeyAsync).RateLimited(RatePolicy.Address)
            .Fails(StatusCodes.Status409Conflict, ProblemCodes.PasskeyNotAwaited).WithName("GetInstancePasskey");
        var answers = pairing.MapGroup("").RateLimited(RatePolicy.Address)
            .Fails(StatusCodes.Status409Conflict, ProblemCodes.PasskeyNotAwaited, ProblemCodes.UnderWay)
            .Fails(StatusCodes.Status422UnprocessableEntity, ProblemCodes.PasskeyRefused).AsksWhatsApp();
        answers.MapPost(Routes.InstancePasskey, AnswerPasskeyAsync).WithName("AnswerInstancePasskey");
        answers.MapPost(Routes.ConfirmInstancePasskey, ConfirmPasskeyAsync).WithName("ConfirmInstancePasskey");
    }

    private static async Task<IResult> QrAsync(
        string id, ClaimsPrincipal user, PairingService pairing, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = "Accept";
        var form = AnswerForm.Of(context.Request, Json, Png, Svg);
        var qr = await pairing.QrAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false);
        return form switch
        {
            Png => TypedResults.Bytes(QrImage.Png(qr.Text), Png),
            Svg => TypedResults.Bytes(QrImage.Svg(qr.Text), Svg),
            _ => TypedResults.Ok(QrImage.ToContract(qr)),
        };
    }

    private static async Task<Ok<PairingCodeResponse>> RequestCodeAsync(
        string id, JsonBody<PairingCodeRequest> request, ClaimsPrincipal user, PairingService pairing, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await pairing.RequestCodeAsync(TenantContext.Of(user), id, request.Value, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<Ok<PasskeyResponse>> PasskeyAsync(
        string id, ClaimsPrincipal user, PairingService pairing, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await pairing.PasskeyAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<NoContent> AnswerPasskeyAsync(
        string id, JsonBody<PasskeyAnswerRequest> request, ClaimsPrincipal user, PairingService pairing, CancellationToken cancellationToken)
    {
        await pairing.AnswerPasskeyAsync(TenantContext.Of(user), id, request.Value, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ConfirmPasskeyAsync(
        string id, JsonBody<PasskeyConfirmRequest> request, ClaimsPrincipal user, PairingService pairing, CancellationToken cancellationToken)
    {
        await pairing.ConfirmPasskeyAsync(TenantContext.Of(user), id, request.Value, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
