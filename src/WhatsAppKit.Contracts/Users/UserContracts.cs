namespace WhatsAppKit.Contracts.Users;

/// <summary>The roles of people.</summary>
public static class Roles
{
    /// <summary>May do everything in the subscription.</summary>
    public const string Administrator = "ADMINISTRATOR";

    /// <summary>May use instances, but not create, rename or delete them, nor manage keys and users.</summary>
    public const string User = "USER";
}

/// <summary>A new user of the caller's subscription.</summary>
/// <param name="Email">The user's email, in ASCII; unique in the gateway.</param>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Role"><c>ADMINISTRATOR</c> or <c>USER</c>.</param>
/// <param name="Password">Null invites the user, who then sets a password with the token of the message.</param>
public sealed record CreateUserRequest(string? Email, string? Name, string? Role, string? Password = null);

/// <summary>What may be changed of a user; null leaves it as it is.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Role"><c>ADMINISTRATOR</c> or <c>USER</c>.</param>
public sealed record UpdateUserRequest(string? Name = null, string? Role = null);

/// <summary>A user as administrators see one.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Email">The user's email.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Role"><c>ADMINISTRATOR</c> or <c>USER</c>.</param>
/// <param name="IsActive">Whether the user may log in.</param>
/// <param name="IsInvited">True until an invited user has set a password.</param>
/// <param name="CreatedAt">When the user was created.</param>
/// <param name="LastLoginAt">The latest login; null before the first.</param>
public sealed record UserDetailResponse(
    string Id, string Email, string Name, string Role, bool IsActive, bool IsInvited, DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt);
