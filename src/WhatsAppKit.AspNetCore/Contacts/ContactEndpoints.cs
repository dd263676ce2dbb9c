using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Contacts;

namespace WhatsAppKit.AspNetCore.Contacts;

internal static class ContactEndpoints
{
    private const int MaxNumbers = 500;
    private const int MaxName = 200;
    private const int MaxLink = 500;

    public static void Map(RouteGroupBuilder gateway)
    {
        var contacts = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Contacts");
        var read = contacts.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ContactsRead));
        read.MapPost(Routes.CheckNumbers, CheckAsync).WithName("CheckNumbers");
        read.MapGet(Routes.Contacts, ListAsync).WithName("ListContacts");
        read.MapGet(Routes.BlockedContacts, BlockedAsync).WithName("ListBlockedContacts");
        read.MapGet(Routes.ContactLink, LinkAsync).WithName("GetContactLink");
        read.MapPost(Routes.ResolveContactLink, ResolveAsync).WithName("ResolveContactLink");
        read.MapGet(Routes.Contact, GetAsync).WithName("GetContact");
        read.MapGet(Routes.ContactPicture, PictureAsync).WithName("GetContactPicture");
        read.MapGet(Routes.ContactAbout, AboutAsync).WithName("GetContactAbout");
        read.MapGet(Routes.ContactBusiness, BusinessAsync).WithName("GetContactBusiness");
        var write = contacts.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ContactsWrite)).Fails(409, ProblemCodes.NotSynchronised);
        write.MapPost(Routes.RevokeContactLink, RevokeLinkAsync).WithName("RevokeContactLink");
        write.MapPut(Routes.Contact, SaveAsync).WithName("SaveContact");
        write.MapDelete(Routes.Contact, RemoveAsync).WithName("RemoveContact");
        write.MapPost(Routes.BlockContact, BlockAsync).WithName("BlockContact");
        write.MapPost(Routes.UnblockContact, UnblockAsync).WithName("UnblockContact");
        write.MapPost(Routes.SharePhoneNumber, ShareAsync).WithName("SharePhoneNumber");
    }

    private static Task<Ok<IReadOnlyList<NumberCheckResponse>>> CheckAsync(
        ConnectedInstance instance, JsonBody<CheckNumbersRequest> request, CancellationToken cancellationToken)
    {
        var numbers = Validated.Items(request.Value.Numbers, "numbers", MaxNumbers);
        foreach (var number in numbers)
        {
            if (number?.Contains('@', StringComparison.Ordinal) != false)
            {
                throw GatewayException.Invalid("numbers", "Every entry is a phone number of 5 to 15 digits.");
            }

            Address.Person(number, "numbers");
        }

        return instance.OkAsync(ContactOperations.Check, numbers, cancellationToken);
    }

    private static Task<Ok<ContactPage>> ListAsync(string? limit, string? cursor, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(
            ContactOperations.List,
            new PageRequest(Paging.Limit(limit), cursor is null ? null : Address.Person(cursor, "cursor").ToString()),
            cancellationToken);

    private static Task<Ok<PersonResponse>> GetAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ContactOperations.Get, Address.Person(id, "id"), cancellationToken);

    private static Task<NoContent> SaveAsync(
        string id, ConnectedInstance instance, JsonBody<SaveContactRequest> request, CancellationToken cancellationToken)
    {
        var fullName = Validated.Name(request.Value.FullName, "fullName", MaxName);
        var firstName = request.Value.FirstName is { } first ? Validated.Name(first, "firstName") : null;
        return instance.DoneAsync(
            ContactOperations.Save,
            new ContactToSave(Address.Person(id, "id"), fullName, firstName, request.Value.SaveOnPhone ?? true),
            cancellationToken);
    }

    private static Task<NoContent> RemoveAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ContactOperations.Remove, Address.Person(id, "id"), cancellationToken);

    private static Task<Results<Ok<PictureResponse>, FileContentHttpResult>> PictureAsync(
        string id, string? size, ConnectedInstance instance, HttpContext http, CancellationToken cancellationToken) =>
        Pictures.AnswerAsync(instance, Address.Person(id, "id"), size, http, cancellationToken);

    private static Task<Ok<AboutResponse>> AboutAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ContactOperations.About, Address.Person(id, "id"), cancellationToken);

    private static async Task<Ok<BusinessResponse>> BusinessAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        TypedResults.Ok((await instance.AskAsync(ContactOperations.Business, Address.Person(id, "id"), cancellationToken).ConfigureAwait(false)).OrNotFound());

    private static Task<Ok<BlockedResponse>> BlockedAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ContactOperations.Blocked, Nothing.Value, cancellationToken);

    private static Task<Ok<BlockedResponse>> BlockAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ContactOperations.Block, Address.Person(id, "id"), cancellationToken);

    private static Task<Ok<BlockedResponse>> UnblockAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ContactOperations.Unblock, Address.Person(id, "id"), cancellationToken);

    private static Task<Ok<ContactLinkResponse>> LinkAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ContactOperations.Link, Nothing.Value, cancellationToken);

    private static Task<Ok<ContactLinkResponse>> RevokeLinkAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ContactOperations.RevokeLink, Nothing.Value, cancellationToken);

    private static async Task<Ok<ContactLinkTargetResponse>> ResolveAsync(
        ConnectedInstance instance, JsonBody<ResolveContactLinkRequest> request, CancellationToken cancellationToken)
    {
        var link = Validated.Text(request.Value.Link, "link", MaxLink);
        return TypedResults.Ok((await instance.AskAsync(ContactOperations.ResolveLink, link, cancellationToken).ConfigureAwait(false)).OrNotFound());
    }

    private static Task<NoContent> ShareAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ContactOperations.SharePhoneNumber, Address.Person(id, "id"), cancellationToken);
}
