using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>A request that sends: whose it is, how it wants to be answered, and what sends.</summary>
internal sealed class SendContext(HttpContext http, TenantContext tenant, SendPreferences preferences)
{
    public TenantContext Tenant => tenant;

    public SendPreferences Preferences => preferences;

    public MessageKinds Kinds { get; } = http.RequestServices.GetRequiredService<MessageKinds>();

    public MessageSender Sender { get; } = http.RequestServices.GetRequiredService<MessageSender>();

    public CancellationToken Cancelled => http.RequestAborted;

    /// <summary>Called by the framework to bind a parameter of this type.</summary>
    public static async ValueTask<SendContext?> BindAsync(HttpContext context)
    {
        var scope = (await InstanceScope.BindAsync(context).ConfigureAwait(false))!;
        return new SendContext(context, scope.Tenant, (await SendPreferences.BindAsync(context).ConfigureAwait(false))!);
    }

    /// <summary>200 with what WhatsApp has, 202 with what waits and where to look after it.</summary>
    public Results<Ok<SentMessageResponse>, Accepted<SentMessageResponse>> Answer(SentMessageResponse answer)
    {
        if (preferences.RespondAsync)
        {
            http.Response.Headers["Preference-Applied"] = "respond-async";
        }

        return MessageSender.StatusOf(answer) == StatusCodes.Status200OK
            ? TypedResults.Ok(answer)
            : TypedResults.Accepted(
                http.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(http, "GetMessage", new RouteValueDictionary { ["messageId"] = answer.Id }),
                answer);
    }
}
